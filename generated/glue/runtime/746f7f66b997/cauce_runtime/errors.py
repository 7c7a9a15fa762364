"""The errors of a run that its operator must understand."""


class JobError(Exception):
    """A run that must stop, with a sentence that says why. It never contains a value of a row."""


class NotProven(JobError):
    """A run whose rows or whose commit do not add up: somebody must look at once."""


# What Spark says somewhere in its trace, and what that means; its own words may hold values of rows.
MEANINGS = {
    "java.io.EOFException": "a compressed file is cut off",
    "Unexpected end of input stream": "a compressed file is cut off",
    "unexpected end of stream": "a compressed file is cut off",
    "ended before the end-of-stream marker": "a compressed file is cut off",
    "java.util.zip.ZipException": "a file is damaged, or not compressed as its name says",
    "java.util.zip.DataFormatException": "a file is damaged, or not compressed as its name says",
    "Not a gzipped file": "a file is damaged, or not compressed as its name says",
    "Invalid data stream": "a file is damaged, or not compressed as its name says",
    "not a gzip file": "a file is damaged, or not compressed as its name says",
    "invalid gzip header": "a file is damaged, or not compressed as its name says",
    "BZip2": "a file is damaged, or not compressed as its name says",
    "is not a Parquet file": "a file is damaged, or no Parquet",
    "CANNOT_READ_FILE_FOOTER": "a file is damaged, or no Parquet",
    "Could not read footer": "a file is damaged, or no Parquet",
    "RemoteFileChangedException": "a file of the delivery changed while it was read",
    "TextParsingException": "a record has more columns than can be read",
    "java.io.FileNotFoundException": "a file of the delivery is not there any more",
}


def sentence(error: BaseException) -> str:
    """Why a run failed, in words that hold no value of a row."""
    if isinstance(error, JobError):
        return str(error)
    trace = str(error)
    known = next((meaning for words, meaning in MEANINGS.items() if words in trace), None)
    return known or type(error).__name__
