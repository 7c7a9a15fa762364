"""What all samples share: seeded draws and invented people, phones and places.

Only ``random.Random.random`` is used: Python promises the same sequence for the same seed in every version, which it
does not promise for ``choice``, ``shuffle`` or ``randrange``.
"""

import random

FIRST_CLIENT = 10001
CLIENTS = 2850
CITIES = ["Bogotá", "Medellín", "Cali", "Barranquilla", "Cúcuta", "Ibagué", "Popayán", "Montería", "Nariño", "Peñol"]


class Draw:
    """A seeded source of choices; every sample has its own, so that one never shifts another."""

    def __init__(self, seed):
        """``seed`` must be an integer: other seeds are hashed, which versions may do differently."""
        self._random = random.Random(seed)

    def below(self, limit):
        """An integer in [0, limit)."""
        return int(self._random.random() * limit)

    def chance(self, percent):
        """True in ``percent`` of 100 calls."""
        return self.below(100) < percent

    def pick(self, options):
        """One of ``options``, all equally likely."""
        return options[self.below(len(options))]

    def shuffled(self, items):
        """A new list with the items in another order (Fisher-Yates)."""
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


def phone(client):
    """The invented cell phone of a client: the block 300000xxxx is never assigned here to a person."""
    return f"300000{client - FIRST_CLIENT:04d}"


def any_client(draw):
    """The id of a client of core/clientes."""
    return FIRST_CLIENT + draw.below(CLIENTS)
