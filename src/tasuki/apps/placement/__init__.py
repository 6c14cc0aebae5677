"""The agency's books: job seekers, job orders, introductions, fees."""
