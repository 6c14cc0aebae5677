"""Made-up people and organisations who act through the actions: the demo and the sample year."""
