"""Settings, addresses and servers: wires everything, decides nothing."""
