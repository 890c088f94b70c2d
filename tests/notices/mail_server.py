"""A mail server on this machine that speaks just enough SMTP (RFC 5321) to be spoken to, and answers as it is told."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class MailServer:
    """Keeps what it takes. `answers` are codes by what a client says; an empty answer to `.` hangs up without one."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    def mails(self) -> list[EmailMessage]:
        """What it took, taken apart."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.taken]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One that runs as long as the block."""
    kept = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        def handle(self) -> None:
            self.say("220 mail.example.org ready")
            while line := self.rfile.readline().decode().strip():
                kept.said.append(line)
                verb = line.split(":")[0].split()[0].upper()
                if verb == "DATA":
                    self.say("354 go on")
                    kept.taken.append(self.letter())
                    if not kept.answers.get(".", "250 taken"):
                        return
                    self.say(kept.answers.get(".", "250 taken"))
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say(kept.answers.get(verb, "250 mail.example.org" if verb == "EHLO" else "250 ok"))

        def letter(self) -> bytes:
            lines: list[bytes] = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()
