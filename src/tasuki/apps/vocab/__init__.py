"""Words that records are compared by: occupations, certificates, municipalities, own skills."""
