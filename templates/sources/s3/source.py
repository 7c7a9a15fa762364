SOURCE = arrivals.Source(
    prefix=<{ arrival.prefix|lit }>,
    files=<{ arrival.files|lit }>,
<%- if let Some(control) = arrival.control %>
    control=<{ control|lit }>,
<%- endif %>
    settle=<{ settle|fragment }>,
<%- if let Some(resend) = resend %>
    resend=<{ resend|lit }>,
<%- endif %>
)
<%- if let Some(asset) = watched %>
<{ asset.words.watched|remark(0) }>
ARRIVAL = Asset(
    <{ asset.queue|lit }>,
    watchers=[
        AssetWatcher(
            name=<{ asset.name|lit }>,
            trigger=SqsSensorTrigger(
                sqs_queue=PIPELINE.queue(<{ asset.queue|lit }>),
                aws_conn_id=None,
                max_messages=10,
                waiter_delay=20,
            ),
        ),
    ],
)
<%- endif %>
