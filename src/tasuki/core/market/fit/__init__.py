"""Who fits where: hard filters, exact candidates, a score that is a sum of named parts."""
