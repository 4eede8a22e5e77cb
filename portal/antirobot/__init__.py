"""A form was not sent by a cheap robot: work that a browser does alone, or without a script a page that was read for
a few seconds. Never a puzzle, a picture or a sound (WCAG 2.2, 3.3.8).

Not here: how often one may try (`portal.limites`), which is what really holds. This only says which rule applies.
"""
