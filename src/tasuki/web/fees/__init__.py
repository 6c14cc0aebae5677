"""Fees: agreements, invoices, payments and accounts of the agency, and the company's side."""
