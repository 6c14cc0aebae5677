"""What-if questions about a region: asked by page, operation and command line alike."""
