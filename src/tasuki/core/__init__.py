"""What Tasuki decides: pure rules without Django, clock or I/O."""
