"""How agents come in and go out of their site. What they see there is said by each room's `admin`."""
