"""Prints many HTML files from one headless Chromium, over its debugging pipe.

One start per file would cost more than the printing; the pipe (file descriptors
3 and 4, JSON messages ended by NUL) needs no socket and no library.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
         '--disable-background-networking', '--remote-debugging-pipe']


class Browser:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix='corpus-chromium-')
        to_child, self.write_end = os.pipe()
        self.read_end, from_child = os.pipe()

        def plumb():
            # the browser reads from 3 and writes to 4; move the pipe's ends out of the way first
            a, b = os.dup(to_child), os.dup(from_child)
            high = [os.dup2(a, 100), os.dup2(b, 101)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            ['chromium', *FLAGS, f'--user-data-dir={self.profile}', 'about:blank'],
            preexec_fn=plumb, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child)
        os.close(from_child)
        self.buffer = b''
        self.next_id = 0
        self.session = None
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        self.call('Page.enable')

    def _message(self):
        while b'\0' not in self.buffer:
            chunk = os.read(self.read_end, 1 << 20)
            if not chunk:
                raise RuntimeError('chromium ended')
            self.buffer += chunk
        raw, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(raw)

    def call(self, method, wait_for=None, **params):
        self.next_id += 1
        message = {'id': self.next_id, 'method': method, 'params': params}
        if self.session:
            message['sessionId'] = self.session
        data = json.dumps(message).encode() + b'\0'
        while data:
            data = data[os.write(self.write_end, data):]
        result, seen = None, wait_for is None
        while result is None or not seen:
            m = self._message()
            if m.get('id') == self.next_id:
                if 'error' in m:
                    raise RuntimeError(f'{method}: {m["error"]}')
                result = m['result']
            elif m.get('method') == wait_for:
                seen = True
        return result

    def print(self, html, pdf):
        self.call('Page.navigate', wait_for='Page.loadEventFired', url=Path(html).resolve().as_uri())
        data = self.call('Page.printToPDF', preferCSSPageSize=True, printBackground=True,
                         displayHeaderFooter=False)['data']
        Path(pdf).write_bytes(base64.b64decode(data))

    def close(self):
        self.session = None
        try:
            self.call('Browser.close')
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=30)
        os.close(self.write_end)
        os.close(self.read_end)
        shutil.rmtree(self.profile, ignore_errors=True)
