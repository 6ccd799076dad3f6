// The same with the designer as one script, which asks for nothing else.
import { validate } from "netpol-designer/core";
import "netpol-designer/element-inline";
import "netpol-designer/view";

const text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: edited}\nspec: {podSelector: {}}\n";
document.querySelector("netpol-designer").value = text;
window.answers = validate(text);
