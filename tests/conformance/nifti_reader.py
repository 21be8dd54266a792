"""A NIfTI as nibabel has it: its affine, and the SHA-256 of its voxels, the first index fastest."""
import hashlib
import json
import sys

import nibabel
import numpy as np

image = nibabel.load(sys.argv[1])
voxels = np.asarray(image.dataobj).astype(np.uint8)
digest = hashlib.sha256(voxels.tobytes(order="F")).hexdigest()
print(json.dumps({"affine": image.affine.tolist(), "sform": image.get_sform().tolist(), "sha256": digest}))
