
    @task
    def inputs(run_id: str | None = None) -> dict:
        """<{ words.inputs|doc(8) }>"""
        return manifests.of_datasets(PIPELINE, run_id)

    batch = inputs()
