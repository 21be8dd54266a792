"""Voxels of a DICOM SEG as pydicom has them: SHA-256 of each segment's mask (0 or 1), by its number, in the order of a volume."""
import hashlib
import json
import sys

import numpy as np
import pydicom

path, geometry = sys.argv[1], json.loads(sys.argv[2])
seg = pydicom.dcmread(path)
pixels = seg.pixel_array.reshape(int(seg.NumberOfFrames), seg.Rows, seg.Columns)
columns, rows, slices = geometry["dims"]
normal = np.array(geometry["direction"]["k"])
origin = np.array(geometry["originMm"])
numbers = [int(s.SegmentNumber) for s in seg.SegmentSequence]
masks = {number: np.zeros((slices, rows, columns), np.uint8) for number in numbers}
for frame, group in zip(pixels, seg.PerFrameFunctionalGroupsSequence):
    place = np.array(group.PlanePositionSequence[0].ImagePositionPatient, float)
    k = int(round(float(np.dot(place - origin, normal)) / geometry["spacingMm"][2]))
    if seg.SegmentationType == "LABELMAP":
        for number in numbers:
            masks[number][k] = frame == number
    else:
        masks[int(group.SegmentIdentificationSequence[0].ReferencedSegmentNumber)][k] = frame
print(json.dumps({str(n): hashlib.sha256(masks[n].tobytes()).hexdigest() for n in numbers}))
