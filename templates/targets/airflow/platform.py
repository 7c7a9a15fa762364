# <{ header|comment }>
"""<{ title|doc(0) }>"""

import os

ENVIRONMENTS = {
<%- for environment in platform.environments %>
    <{ environment.name|lit }>: {
        "account": <{ environment.account|lit }>,
        "region": <{ environment.region|lit }>,
        "pages": <{ environment.production|lit }>,
        "zones": {
<%- for (zone, uri) in self.zones(environment) %>
            <{ zone|lit }>: <{ uri|lit }>,
<%- endfor %>
        },
    },
<%- endfor %>
}

ENV = os.environ["CAUCE_ENV"]

PLATFORM = {
    "env": ENV,
    **ENVIRONMENTS[ENV],
    "namespace": <{ platform.names.namespace|lit }>,
    "tables": {
        "ledger": <{ platform.names.ledger|lit }>,
        "watermarks": <{ platform.names.watermarks|lit }>,
        "incidents": <{ platform.names.incidents|lit }>,
    },
    "calendars": {
<%- for days in calendars %>
        <{ days.name|lit }>: {
            "holidays": <{ days.holidays|fragment }>,
            "weekend": <{ days.weekend|fragment }>,
            "closed": <{ days.closed|fit(12, 23) }>,
            "open": <{ days.open|fit(12, 21) }>,
        },
<%- endfor %>
    },
    "topics": {
<%- for severity in platform.severities %>
        <{ severity.id|lit }>: <{ severity.topic|lit }>,
<%- endfor %>
    },
}
