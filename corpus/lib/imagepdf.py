"""Pictures of pages to files: a PDF of images only, or PNG, JPEG and TIFF files. Same pictures, same bytes."""
import io
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, TiffImagePlugin


@dataclass
class Shot:
    """A page as the scanner gives it."""
    pixels: np.ndarray        # uint8, height x width (gray) or height x width x 3 (RGB); bool: bilevel, True is white
    dpi: tuple                # horizontal, vertical
    encoding: str = 'jpeg'    # in a PDF: jpeg, jpx, flate, g4, jbig2 (the last two bilevel)
    quality: int = 85         # of jpeg and jpx

    @property
    def size(self):
        return self.pixels.shape[1], self.pixels.shape[0]

    def image(self):
        return Image.fromarray(self.pixels)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def g4(image):
    """CCITT group 4 data of a bilevel image, without the TIFF around it."""
    usual, TiffImagePlugin.STRIP_SIZE = TiffImagePlugin.STRIP_SIZE, 1 << 30     # all rows in one strip
    try:
        tiff = saved(image, 'TIFF', compression='group4')
    finally:
        TiffImagePlugin.STRIP_SIZE = usual
    tags = Image.open(io.BytesIO(tiff)).tag_v2
    (at,), (length,) = tags[273], tags[279]
    return tiff[at:at + length], tags[262] == 1             # photometric 1: black is 0, so the coded bits are inverted


def jbig2(data, width, height):
    """One page of JBIG2 as a PDF embeds it: page information and a generic region whose coding is G4's (MMR)."""
    page = struct.pack('>IIIIBH', width, height, 0, 0, 0, 0)
    region = struct.pack('>IIIIBB', width, height, 0, 0, 0, 1) + data
    return (struct.pack('>IBBBI', 0, 48, 0, 1, len(page)) + page
            + struct.pack('>IBBBI', 1, 38, 0, 1, len(region)) + region)


def image_object(shot):
    """Dictionary entries and data of the image."""
    image, (width, height) = shot.image(), shot.size
    space = '/DeviceRGB' if image.mode == 'RGB' else '/DeviceGray'
    head = f'/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space}'
    if shot.encoding in ('g4', 'jbig2'):
        data, inverted = g4(image)
        if shot.encoding == 'jbig2':
            if inverted:                                        # runs of ink are the black ones in JBIG2
                data, _ = g4(ImageChops.invert(image))
            return f'{head} /BitsPerComponent 1 /Filter /JBIG2Decode', jbig2(data, width, height)
        black = 'true' if inverted else 'false'
        return (f'{head} /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {width} /Rows {height}'
                f' /BlackIs1 {black} >>', data)
    if shot.encoding == 'jpeg':
        return f'{head} /BitsPerComponent 8 /Filter /DCTDecode', saved(image, 'JPEG', quality=shot.quality)
    if shot.encoding == 'jpx':
        return f'{head} /BitsPerComponent 8 /Filter /JPXDecode', saved(image, 'JPEG2000', quality_mode='dB', quality_layers=[shot.quality / 2])
    bits = 1 if image.mode == '1' else 8
    return f'{head} /BitsPerComponent {bits} /Filter /FlateDecode', zlib.compress(image.tobytes(), 6)


def pdf(shots, sizes):
    """Bytes of a PDF whose page i, of sizes[i] points, shows shots[i] and nothing else."""
    bodies = [b'<< /Type /Catalog /Pages 2 0 R >>', b'']
    kids = []
    for shot, (width, height) in zip(shots, sizes, strict=True):
        head, data = image_object(shot)
        bodies.append(f'<< {head} /Length {len(data)} >>\nstream\n'.encode() + data + b'\nendstream')
        image = len(bodies)
        content = f'{width:g} 0 0 {height:g} 0 0 cm /Im Do'.encode()
        bodies.append(f'<< /Length {len(content)} >>\nstream\n'.encode() + content + b'\nendstream')
        bodies.append(f'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}] /Contents {image + 1} 0 R'
                      f' /Resources << /XObject << /Im {image} 0 R >> >> >>'.encode())
        kids.append(len(bodies))
    bodies[1] = f'<< /Type /Pages /Count {len(kids)} /Kids [{" ".join(f"{k} 0 R" for k in kids)}] >>'.encode()
    out, places = bytearray(b'%PDF-1.5\n%\xe2\xe3\xcf\xd3\n'), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f'{number} 0 obj\n'.encode() + body + b'\nendobj\n'
    start = len(out)
    out += f'xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n'.encode() + b''.join(b'%010d 00000 n \n' % p for p in places)
    out += f'trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n'.encode()
    return bytes(out)


def files(shots, path, kind):
    """Writes PATH-1.png … or .jpg, or PATH.tif with all pages; gives the paths."""
    if kind == 'tiff':
        images = [shot.image() for shot in shots]
        name = f'{path}.tif'
        how = 'group4' if all(i.mode == '1' for i in images) else 'tiff_lzw'
        images[0].save(name, 'TIFF', save_all=True, append_images=images[1:], compression=how, dpi=shots[0].dpi)
        return [name]
    names = []
    for number, shot in enumerate(shots, 1):
        names.append(f'{path}-{number}.{"png" if kind == "png" else "jpg"}')
        image = shot.image()
        if kind == 'png':
            image.save(names[-1], 'PNG', dpi=shot.dpi)
        else:
            (image.convert('L') if image.mode == '1' else image).save(names[-1], 'JPEG', dpi=shot.dpi, quality=shot.quality)
    return names
