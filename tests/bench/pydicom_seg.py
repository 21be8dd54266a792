"""Writes labels as a binary DICOM SEG with pydicom and numpy: the frames, places and references that Remnant writes. Prints the seconds as JSON."""
import json
import sys
import time

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

source, target, columns, rows, slices = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
labels = np.fromfile(source, dtype=np.uint8).reshape(slices, rows, columns)
instances = [generate_uid() for _ in range(slices)]


def item(**values):
    made = Dataset()
    for name, value in values.items():
        setattr(made, name, value)
    return made


def code(value, scheme, meaning):
    return Sequence([item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)])


def frame(segment, k, ordinal):
    reference = item(
        ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.2",
        ReferencedSOPInstanceUID=instances[k],
        PurposeOfReferenceCodeSequence=code("121322", "DCM", "Source image for image processing operation"),
    )
    return item(
        DerivationImageSequence=Sequence(
            [
                item(
                    SourceImageSequence=Sequence([reference]),
                    DerivationCodeSequence=code("113076", "DCM", "Segmentation"),
                )
            ]
        ),
        FrameContentSequence=Sequence([item(DimensionIndexValues=[segment, ordinal])]),
        PlanePositionSequence=Sequence([item(ImagePositionPatient=[0, 0, k])]),
        SegmentIdentificationSequence=Sequence([item(ReferencedSegmentNumber=segment)]),
    )


start = time.perf_counter()
segments = [labels > 0, (labels == 3) | (labels == 4), labels == 2, labels == 4]
frames, packed = [], []
for number, mask in enumerate(segments, 1):
    present = np.flatnonzero(mask.any(axis=(1, 2)))
    for ordinal, k in enumerate(present, 1):
        frames.append(frame(number, int(k), ordinal))
    packed.append(np.packbits(mask[present].ravel(), bitorder="little"))

meta = FileMetaDataset()
meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.66.4"
meta.MediaStorageSOPInstanceUID = generate_uid()
meta.TransferSyntaxUID = ExplicitVRLittleEndian
seg = FileDataset(target, {}, file_meta=meta, preamble=b"\0" * 128)
seg.is_little_endian, seg.is_implicit_VR = True, False
seg.SOPClassUID, seg.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
seg.Modality, seg.SegmentationType = "SEG", "BINARY"
seg.Rows, seg.Columns, seg.NumberOfFrames = rows, columns, len(frames)
seg.SamplesPerPixel, seg.PhotometricInterpretation, seg.PixelRepresentation = 1, "MONOCHROME2", 0
seg.BitsAllocated, seg.BitsStored, seg.HighBit = 1, 1, 0
seg.SegmentSequence = Sequence([item(SegmentNumber=n + 1, SegmentLabel=str(n)) for n in range(len(segments))])
seg.PerFrameFunctionalGroupsSequence = Sequence(frames)
seg.PixelData = np.concatenate(packed).tobytes()
seg.save_as(target)
print(json.dumps({"seconds": time.perf_counter() - start}))
