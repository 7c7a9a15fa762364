"""The platform in a fake account: buckets, tables, topics, queues and jobs by the names that the DAGs use."""

import json
from datetime import UTC, datetime, timedelta

import boto3

KEYS = {"ledger": ("dataset", "file"), "watermarks": ("dataset",), "incidents": ("pk", "sk")}


class Cloud:
    """What a test puts into the account and reads back from it."""

    def __init__(self, platform):
        self.platform = platform
        self.s3 = boto3.client("s3")
        self.sqs = boto3.client("sqs")
        self.glue = boto3.client("glue")
        self.cloudwatch = boto3.client("cloudwatch")
        self.dynamodb = boto3.resource("dynamodb")
        for uri in platform["zones"].values():
            self.s3.create_bucket(Bucket=uri.removeprefix("s3://"))
        for role, keys in KEYS.items():
            self.create_table(platform["tables"][role], keys)
        self.inbox = self.subscribe(platform["topics"])

    def create_table(self, name, keys):
        self.dynamodb.create_table(
            TableName=name,
            KeySchema=[
                {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            BillingMode="PAY_PER_REQUEST",
        )

    def subscribe(self, topics):
        """A queue that hears every topic."""
        sns = boto3.client("sns")
        url = self.sqs.create_queue(QueueName="inbox")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for name in topics.values():
            topic = sns.create_topic(Name=name)["TopicArn"]
            sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        return url

    def create_job(self, name):
        self.glue.create_job(
            Name=name, Role="job", Command={"Name": "glueetl"}, ExecutionProperty={"MaxConcurrentRuns": 1}
        )

    def put(self, zone, key, body):
        self.s3.put_object(Bucket=self.platform["zones"][zone].removeprefix("s3://"), Key=key, Body=body)

    def keys(self, zone, prefix=""):
        bucket = self.platform["zones"][zone].removeprefix("s3://")
        return [o["Key"] for o in self.s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]

    def read(self, uri):
        bucket, _, key = uri.removeprefix("s3://").partition("/")
        return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def items(self, role):
        return self.dynamodb.Table(self.platform["tables"][role]).scan()["Items"]

    def alerts(self):
        """The messages that the topics sent, with the topic's name."""
        messages = self.sqs.receive_message(QueueUrl=self.inbox, MaxNumberOfMessages=10).get("Messages", [])
        notes = [json.loads(message["Body"]) for message in messages]
        return [(note["TopicArn"].rsplit(":", 1)[1], json.loads(note["Message"])) for note in notes]

    def values(self):
        """Every number that was published, with its metric's name."""
        end = datetime.now(UTC) + timedelta(minutes=5)
        found = []
        for metric in self.cloudwatch.list_metrics(Namespace=self.platform["namespace"])["Metrics"]:
            points = self.cloudwatch.get_metric_statistics(
                Namespace=metric["Namespace"],
                MetricName=metric["MetricName"],
                Dimensions=metric["Dimensions"],
                StartTime=end - timedelta(hours=1),
                EndTime=end,
                Period=3600,
                Statistics=["Sum"],
            )["Datapoints"]
            found += [(metric["MetricName"], point["Sum"]) for point in points]
        return found

    def metrics(self):
        return {
            item["MetricName"] for item in self.cloudwatch.list_metrics(Namespace=self.platform["namespace"])["Metrics"]
        }
