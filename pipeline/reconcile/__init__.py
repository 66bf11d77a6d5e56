"""Reconciliation: every place where a bilag contradicts itself, proved with its two places.

Put here what judges printed figures against each other. Keep out reading (extractors), scheduling (assets) and showing
(report): `run.reconcile` takes the published rows and returns rows, and touches nothing else.
"""
