"""The network back from the files that the program reads, to be trained on.

Those have batch normalisation folded into the layers before it. Each normalisation gets the means and variances that it
sees on a few lines, and the scale and shift that undo them: what the network answers stays the same.
"""
import onnx
import torch
from onnx import numpy_helper

from . import network


def folded(path):
    """(weight, bias) of each convolution, in the order in which they are applied."""
    model = onnx.load(str(path))
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    return [(values[n.input[1]], values[n.input[2]]) for n in model.graph.node if n.op_type == 'Conv']


def restore(folder, classes, lines):
    """`lines`: N x 1 x HEIGHT x W, 0 paper … 1 ink, with characters on them."""
    net = network.Network(classes).eval()
    front, first, second = folded(folder / 'lines.onnx'), *folded(folder / 'characters.onnx')
    first_weight, first_bias = first
    net.classifier.second.weight.data, net.classifier.second.bias.data = second[0].flatten(1), second[1]
    convolutions = [m for m in net.modules() if isinstance(m, torch.nn.Conv2d)]
    norms = [m for m in net.modules() if isinstance(m, (torch.nn.BatchNorm2d, torch.nn.BatchNorm1d))]
    shifts = []
    for layer, (weight, bias) in zip(convolutions, front, strict=True):
        layer.weight.data = weight
        if layer.bias is not None:
            layer.bias.data = bias
        else:
            shifts.append(bias)
    net.classifier.first.weight.data = first_weight.flatten(1)
    shifts.append(first_bias)

    def settle(norm, shift):
        def hook(_, inputs):
            x = inputs[0]
            over = [d for d in range(x.dim()) if d != 1]
            norm.running_mean.copy_(x.mean(over))
            norm.running_var.copy_(x.var(over))
            norm.weight.data.copy_(torch.sqrt(norm.running_var + norm.eps))
            norm.bias.data.copy_(norm.running_mean + shift)
        return norm.register_forward_pre_hook(hook)

    hooks = [settle(n, s) for n, s in zip(norms, shifts, strict=True)]
    with torch.no_grad():
        features = net.trunk(lines)
        line, step = network.peaks(net.places(features)[:, 0], 0.3)
        net.classifier(network.windows(features, line, step))
    for hook in hooks:
        hook.remove()
    return net
