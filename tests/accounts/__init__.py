"""Who a person is: accounts and their kinds."""
