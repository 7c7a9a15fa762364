
    @task
    def window(run_id: str | None = None) -> dict:
        """<{ words.window|doc(8) }>"""
        return http_api.window(PIPELINE, SOURCE, run_id)

    @task
    def fetch(window: dict) -> dict:
        """<{ words.fetch|doc(8) }>"""
        return http_api.fetch(PIPELINE, SOURCE, window)

    batch = fetch(window())
