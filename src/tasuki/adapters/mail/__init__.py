"""Mail: how one message leaves, and what the answer of the server means."""
