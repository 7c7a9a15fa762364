"""The router of alerts: events come in, incidents are kept, people are told.

Whatever arrives is written down together with the notices that it asks for, in one transaction; only then is anybody
told. A function that dies in between leaves the notices behind, and the next event or the sweep delivers them.
"""
