"""The public pages: home, themes, news, questions, search, and every page that says how to do a thing today.

Here: what anybody reads without an account, and the news that agents write.
Not here: the rules of a benefit (`simulations.regles`), anything of a person. The whole public side must answer
from memory, or with two queries at most, and be cached whole.
"""
