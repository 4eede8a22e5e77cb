"""The portal itself: settings, URLs, Celery, and the ground that every room stands on.

Each sub-package is one piece of that ground: `http` (what every request goes through), `ui` (how a page and a
field look), `cafs` (the 101 funds), `parcours` (the multi-step form), `courriers` (what leaves), `journal` (who
did what), and on top `espaces` (the public pages). Nothing here knows the rules of a benefit, a rent or an
appointment.
"""
