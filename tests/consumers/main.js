// What a page does with all of the package: both elements, and the functions.
import { validate } from "netpol-designer/core";
import "netpol-designer/element";
import "netpol-designer/view";

const text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: edited}\nspec: {podSelector: {}}\n";
document.querySelector("netpol-designer").value = text;
window.answers = validate(text);
