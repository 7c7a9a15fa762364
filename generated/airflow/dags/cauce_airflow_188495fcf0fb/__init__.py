"""What the generated DAGs share: claiming, extracting, running Glue, checking, recording, reporting.

A DAG says what flows when; how it is done stands here, once, and is tested as ordinary code. Every function is safe to
run twice for the same run key. Modules import nothing heavy at the top: the scheduler reads them at every parse.
"""
