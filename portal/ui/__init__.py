"""How a page and a field look: form fields and their one rendering, error summary, pieces, French typography.

Not here: what is asked, and what an answer means. It names no Caf.
"""
