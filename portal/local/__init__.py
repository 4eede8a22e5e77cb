"""The portal on one machine: its embedded servers, its processes, and the stages of `make test`.

What belongs here: everything the Makefile starts. What does not: anything production needs (it has its own
servers, started by somebody else), and anything that imports Django into the supervisor itself; Django runs in
the children.
"""
