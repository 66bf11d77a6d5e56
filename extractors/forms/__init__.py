"""The form tables of a card: follow-up goals, prioritisation criteria, and who approved, was involved or was heard.

Pure functions over the blocks of one card in reading order, page furniture removed, text as printed. Each returns its
rows and the indexes of the blocks that printed them.
"""

from extractors.forms.consultations import consultations
from extractors.forms.criteria import prioritisation_criteria
from extractors.forms.follow_up import follow_up_goals

__all__ = ["consultations", "follow_up_goals", "prioritisation_criteria"]
