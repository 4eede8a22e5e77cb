"""The image and the containers: what can be checked without a Docker engine, and `compose config` where it exists."""
