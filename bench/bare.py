"""The peers: a websocket echo that commits durably, and a bare loop from a websocket to langchain."""

import json
import sqlite3
import sys

import uvicorn
from fastapi import FastAPI
from langchain_openai import ChatOpenAI
from pydantic import SecretStr
from starlette.websockets import WebSocket, WebSocketDisconnect

SYSTEM = "You are a support assistant. Answer from the passages."


def create_echo(path: str) -> FastAPI:
    """Every message is inserted and committed (WAL, synchronous FULL) before its acknowledgement."""
    echo = FastAPI()
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS messages(id INTEGER PRIMARY KEY, body TEXT)")

    @echo.websocket("/ws")
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            while True:
                text = await websocket.receive_text()
                connection.execute("INSERT INTO messages(body) VALUES (?)", (text,))
                await websocket.send_text(text)
        except WebSocketDisconnect:
            return

    _ = talk
    return echo


def create_loop(model_url: str) -> FastAPI:
    """Each message goes to the model with the history, each token comes back as a frame."""
    loop = FastAPI()
    model = ChatOpenAI(base_url=model_url, api_key=SecretStr("bench"), model="stub", max_retries=0)

    @loop.websocket("/ws")
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        history: list[tuple[str, str]] = [("system", SYSTEM)]
        try:
            while True:
                history.append(("user", await websocket.receive_text()))
                said = ""
                async for chunk in model.astream(history):
                    piece = str(chunk.text)
                    said += piece
                    if piece:
                        await websocket.send_text(json.dumps({"t": "token", "text": piece}))
                history.append(("assistant", said))
                await websocket.send_text(json.dumps({"t": "done"}))
        except WebSocketDisconnect:
            return

    _ = talk
    return loop


if __name__ == "__main__":
    kind, port, argument = sys.argv[1:4]
    application = create_echo(argument) if kind == "echo" else create_loop(argument)
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )
