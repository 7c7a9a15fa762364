
    @task
    def window(run_id: str | None = None) -> dict:
        """<{ words.window|doc(8) }>"""
        return databases.window(PIPELINE, SOURCE, run_id)

    @task
    def extract(window: dict) -> dict:
        """<{ words.extract|doc(8) }>"""
        return databases.extract(PIPELINE, SOURCE, window)

    batch = extract(window())
