// An upload with a bar that shows how far it is and a button that ends it. Without this the form is
// sent by the browser as it is.

function beginning(form) {
  const bar = document.createElement("progress");
  bar.className = "import-bar";
  bar.max = 1;
  const end = document.createElement("button");
  end.type = "button";
  end.className = "import-button";
  end.textContent = form.dataset.cancel;
  form.querySelector(".import-actions").append(bar, end);
  return { bar, end };
}

function say(form, sentences) {
  const list = form.querySelector(".import-errors");
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
  list.scrollIntoView({ block: "center" });
}

function send(form) {
  const { bar, end } = beginning(form);
  const button = form.querySelector("[type=submit]");
  const request = new XMLHttpRequest(); // fetch() does not tell how far an upload is
  const finish = (sentences) => {
    bar.remove();
    end.remove();
    button.disabled = false;
    say(form, sentences);
  };
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.lengthComputable ? event.loaded / event.total : 0;
  });
  request.addEventListener("load", () => {
    if (request.responseURL.includes("/login/")) {
      finish([form.dataset.signedOut]); // the files stay chosen
    } else if (request.response?.address) {
      location.assign(request.response.address);
    } else {
      finish(request.response?.errors ?? [form.dataset.failed]);
    }
  });
  request.addEventListener("error", () => finish([form.dataset.failed]));
  request.addEventListener("abort", () => finish([]));
  end.addEventListener("click", () => request.abort());
  button.disabled = true;
  request.send(new FormData(form));
}

// Files may be dropped anywhere on the form.
function takeDrops(form) {
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  form.addEventListener("dragover", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      form.classList.add("import-form--drop");
    }
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) {
      form.classList.remove("import-form--drop");
    }
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("import-form--drop");
    if (hasFiles(event)) {
      event.preventDefault();
      const chosen = new DataTransfer(); // those chosen before stay
      for (const file of [...form.elements.dumps.files, ...event.dataTransfer.files]) {
        chosen.items.add(file);
      }
      form.elements.dumps.files = chosen.files;
    }
  });
}

for (const form of document.querySelectorAll("[data-upload]")) {
  takeDrops(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...form.elements.dumps.files];
    if (files.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset.limit)) {
      say(form, [form.dataset.tooLarge]);
      return;
    }
    // When each file was changed last: what browsers do not send by themselves.
    form.elements.changed.value = JSON.stringify(files.map((file) => file.lastModified));
    send(form);
  });
}
