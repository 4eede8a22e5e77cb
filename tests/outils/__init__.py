"""What tests share: a demanding client, checks of a page, SQL counts, real servers to stop, a browser."""
