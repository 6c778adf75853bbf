"""`torch.compile(model, backend="upconv")`: a model's graph, run with upconv's layers.

PyTorch finds `compiling.compile_graph` by its entry point `torch_dynamo_backends`. `reading` turns
ATen graphs into `upconv.graph`, with `foreign` for what the graph does not know; `steps` computes
on tensors; `watches` notices changed weights; `explaining` reports who computes what. Importing
this package loads no compiler of PyTorch's.
"""
