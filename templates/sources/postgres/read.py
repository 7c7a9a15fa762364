SOURCE = Parquet()<{ table|mark }>
