"""SciPy and scikit-image on the benchmark's arrays. Prints JSON.

python_peers.py segment METHOD liver|lesion JOB   volume, seeds (1 inside, 2 background) and result as raw files, named in JOB
python_peers.py TASK JOB             times single functions: kernels, interpolation, competition
JOB is a text file: columns rows slices, three spacings, then one path per line: HU, seeds or mask, result.
"""
import json
import resource
import sys
import time

import numpy as np
from scipy import ndimage
from skimage import filters, segmentation


class Job:
    def __init__(self, path):
        with open(path, encoding="utf-8") as lines:
            dims = [int(each) for each in lines.readline().split()]
            spacing = [float(each) for each in lines.readline().split()]
            self.hu_file, self.second_file, self.result_file = [lines.readline().rstrip("\n") for _ in range(3)]
        self.shape = dims[::-1]
        self.spacing = np.array(spacing[::-1])
        self.hu = np.fromfile(self.hu_file, "<i2").reshape(self.shape)
        self.second = np.fromfile(self.second_file, np.uint8).reshape(self.shape)


def within(mask, radius_mm, spacing):
    """Dilation by a ball, through the distance transform: much faster than a structuring element of that size."""
    return ndimage.distance_transform_edt(~mask, sampling=spacing) <= radius_mm


def eroded(mask, radius_mm, spacing):
    return ndimage.distance_transform_edt(mask, sampling=spacing) > radius_mm


def holding(mask, seeds):
    """The components that hold a seed."""
    ids, _ = ndimage.label(mask)
    wanted = np.unique(ids[seeds & mask])
    return np.isin(ids, wanted[wanted > 0])


def tidied(mask, seeds, spacing, open_mm):
    core = eroded(mask, open_mm, spacing) | (seeds == 1)
    kept = holding(core, seeds == 1)
    mask = within(kept, open_mm, spacing) & mask | (seeds == 1)
    closed = eroded(within(mask, 2 * spacing.max(), spacing), 2 * spacing.max(), spacing)
    return ndimage.binary_fill_holes(closed) & (seeds != 2)


def intensity(soft, seeds):
    """Median and robust deviation of what the strokes cross."""
    values = soft[seeds == 1]
    low, median, high = np.percentile(values, (25, 50, 75))
    return median, max(8.0, (high - low) / 1.349)


def likely_background(soft):
    """Air, fat and bone: seeds that need no stroke."""
    return (soft < -20) | (soft > 260)


def threshold(job, seeds, organ):
    soft = ndimage.gaussian_filter(job.hu.astype(np.float32), 0.8 * job.spacing.min() / job.spacing)
    if (seeds == 1).any():
        median, sigma = intensity(soft, seeds)
    else:
        # Forty lines: the liver is the highest peak of soft tissue, its largest lump.
        counts, edges = np.histogram(soft, bins=80, range=(60, 220))
        median, sigma = edges[np.argmax(ndimage.gaussian_filter1d(counts.astype(float), 2))] + 1, 12.0
    mask = (soft > median - 2.2 * sigma) & (soft < median + 2.8 * sigma) & (seeds != 2)
    open_mm = 6.0 if organ == "liver" else job.spacing.min()
    if not (seeds == 1).any():
        ids, _ = ndimage.label(eroded(mask, open_mm, job.spacing))
        sizes = np.bincount(ids.ravel())
        sizes[0] = 0
        seeds = np.where(ids == sizes.argmax(), 1, seeds)
    return tidied(mask, seeds, job.spacing, open_mm)


def random_walker(job, seeds, organ):
    soft = ndimage.gaussian_filter(job.hu.astype(np.float32), 0.6)
    median, sigma = intensity(soft, seeds)
    likely = (soft - median) / sigma
    # Intensity as evidence, scaled so that beta means the same on every CT.
    data = np.clip(likely, -6, 6)
    markers = np.where(seeds > 0, seeds, 0).astype(np.int32)
    markers[(markers == 0) & (likely_background(soft) | (np.abs(likely) > 4.5))] = 2
    if not (markers == 2).any():
        return seeds == 1
    options = {"beta": 130.0, "mode": "cg_j", "tol": 1e-4, "copy": False}
    found = segmentation.random_walker(data, markers, spacing=job.spacing / job.spacing.min(), **options)
    return tidied(found == 1, seeds, job.spacing, 3.0 if organ == "liver" else 0.5 * job.spacing.min())


def watershed(job, seeds, organ):
    soft = ndimage.gaussian_filter(job.hu.astype(np.float32), 0.6)
    median, sigma = intensity(soft, seeds)
    edges = ndimage.gaussian_gradient_magnitude(job.hu.astype(np.float32), 1.0)
    edges += 0.5 * np.abs(soft - median)
    markers = np.where(seeds > 0, seeds, 0).astype(np.int32)
    markers[(markers == 0) & (likely_background(soft) | (np.abs(soft - median) > 4.5 * sigma))] = 2
    found = segmentation.watershed(edges, markers)
    return tidied(found == 1, seeds, job.spacing, 3.0 if organ == "liver" else 0.5 * job.spacing.min())


METHODS = {"threshold": threshold, "random-walker": random_walker, "watershed": watershed}


def segment(method, organ, path):
    job = Job(path)
    rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    mask = METHODS[method](job, job.second, organ)
    used, elapsed = time.process_time() - cpu, time.perf_counter() - wall
    mask.astype(np.uint8).tofile(job.result_file)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - rest) * 1024
    print(json.dumps({"cpuSeconds": used, "wallSeconds": elapsed, "peakBytes": peak}))


def median_of(prepare, work):
    """Half a second of runs that aren't counted, then the median of five."""
    times, begun = [], time.process_time()
    while True:
        work(prepare())
        if time.process_time() - begun >= 0.5:
            break
    for _ in range(5):
        given = prepare()
        start = time.process_time()
        result = work(given)
        times.append(time.process_time() - start)
    return sorted(times)[2], result


def largest(mask):
    ids, _ = ndimage.label(mask)
    sizes = np.bincount(ids.ravel())
    sizes[0] = 0
    return ids == sizes.argmax()


def grown(mask):
    seed = np.argmax(mask.ravel()[middle(mask.shape) :]) + middle(mask.shape)
    return segmentation.flood(mask, np.unravel_index(seed, mask.shape), connectivity=1)


def middle(shape):
    slices, rows, columns = shape
    return columns // 2 + columns * (rows // 2 + rows * (slices // 2))


def blurred(hu):
    for axis in range(3):
        hu = ndimage.convolve1d(hu, np.array([0.25, 0.5, 0.25]), axis=axis, mode="nearest")
    return hu


def between_slices(mask):
    """Shape-based interpolation (Raya and Udupa 1990): signed distances of every tenth slice, linearly in between."""
    drawn = mask[::10]
    box = tuple(slice(each.min(), each.max() + 1) for each in np.nonzero(drawn.any(0)))
    parts = drawn[(slice(None), *box)]
    signed = np.stack([ndimage.distance_transform_edt(each) - ndimage.distance_transform_edt(~each) for each in parts])
    result = mask.copy()
    for k in range(1, mask.shape[0] - 1):
        low, part = divmod(k, 10)
        if part and low + 1 < len(signed):
            result[(k, *box)] = (1 - part / 10) * signed[low] + part / 10 * signed[low + 1] > 0
    return result


def drawn(labels, chosen):
    """Draws what is chosen over what is outside, in place. Returns where something changed, along each axis."""
    chosen &= labels == 0
    labels |= chosen.view(np.uint8)
    return along_axes(chosen)


def erased(labels, chosen):
    chosen &= labels != 0
    labels *= (~chosen).view(np.uint8)
    return along_axes(chosen)


def along_axes(chosen):
    return chosen.any((1, 2)), chosen.any((0, 2)), chosen.any((0, 1))


def thresholded(hu, labels):
    chosen = hu >= 80
    chosen &= hu <= 150
    drawn(labels, chosen)
    return labels


STEPS = 201
RADIUS_MM = 20


def brushed(labels):
    """As many steps as the program's, on a grid of 1 mm; each begins with a point and a radius."""
    centre = np.array(labels.shape) // 2 * 1.0
    for step in range(STEPS):
        low = np.maximum(np.ceil(centre - RADIUS_MM), 0).astype(int)
        high = np.minimum(np.floor(centre + RADIUS_MM) + 1, labels.shape).astype(int)
        z, y, x = ((np.arange(low[axis], high[axis]) - centre[axis]) ** 2 for axis in range(3))
        ball = z[:, None, None] + y[:, None] + x <= RADIUS_MM**2
        part = labels[low[0] : high[0], low[1] : high[1], low[2] : high[2]]
        (drawn if step % 2 == 0 else erased)(part, ball)
    return labels


def kernels(path):
    job = Job(path)
    hu, mask, spacing = job.hu, job.second > 0, job.spacing
    # Written, so that no page of it is fresh memory.
    outside = lambda: np.full(mask.shape, 0, np.uint8)
    given = lambda: None
    works = {
        "threshold": (outside, lambda labels: thresholded(hu, labels), None),
        "components": (given, lambda _: largest(mask), None),
        "holes": (given, lambda _: ndimage.binary_fill_holes(mask), None),
        "distance": (given, lambda _: ndimage.distance_transform_edt(mask, sampling=spacing), 1),
        "closing": (given, lambda _: eroded(within(mask, 3, spacing), 3, spacing), None),
        "smoothing": (given, lambda _: blurred(hu), 100),
        "region growing": (given, lambda _: grown(mask), None),
        "brush": (outside, brushed, None),
    }
    times = {name: timed(*each) for name, each in works.items()}
    times["brush"]["seconds"] /= STEPS
    print(json.dumps(times))


def timed(prepare, work, above=None):
    """Seconds, and how many voxels of the result are set or above a value; neither that nor what is prepared is timed."""
    seconds, result = median_of(prepare, work)
    return {"seconds": seconds, "result": int((result if above is None else result > above).sum())}


def interpolation(path):
    mask = Job(path).second > 0
    print(json.dumps({"interpolation": timed(lambda: mask, between_slices)}))


def competition(path):
    job = Job(path)
    soft = job.hu.astype(np.float32)
    markers = job.second.astype(np.int32)
    given = lambda: None
    walk = lambda _: segmentation.random_walker(soft / 25, markers, beta=30, mode="cg_j", tol=1e-3) == 1
    flood = lambda _: segmentation.watershed(filters.sobel(soft), markers) == 1
    print(json.dumps({"competition": timed(given, walk), "watershed": timed(given, flood)}))


task, *arguments = sys.argv[1:]
{"segment": segment, "kernels": kernels, "interpolation": interpolation, "competition": competition}[task](*arguments)
