
    @task
    def window(run_id: str | None = None) -> dict:
        """<{ words.window|doc(8) }>"""
        return handover.window(PIPELINE, SOURCE, run_id)

    @task
    def hand_over(window: dict) -> dict:
        """<{ words.hand_over|doc(8) }>"""
        return handover.hand_over(PIPELINE, window)

    batch = hand_over(window())
