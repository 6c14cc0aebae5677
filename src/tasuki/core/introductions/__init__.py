"""An introduction as a case: states, reasons, who must act, and until when."""
