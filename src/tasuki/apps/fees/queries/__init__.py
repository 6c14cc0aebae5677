"""Read agreements, invoices, accounts."""
