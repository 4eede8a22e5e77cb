"""The simulators: what a family could receive, before it claims anything.

`regles/` is the law as pure Python: no framework, no input or output, exact decimals. Around it stand the
exchange format (`echange`), the command, and the pages that ask the questions and show the result.

Nothing that an anonymous visitor answers is ever stored here: this room has no model. A claim, with its
answers kept for an account, belongs to `demandes`; the amount that is really paid belongs to `dossiers`.
"""
