"""The models of the published tables, a module for each kind of thing that they tell; `schemas.dataset` lists them."""
