/** Group and kinds that Argo CD has no health check for: without one, an object counts as done as soon as it is applied. */
export const sailGroup = "sailoperator.io";
export const sailKinds = ["Istio", "IstioCNI", "IstioRevision", "IstioRevisionTag", "ZTunnel"] as const;

/**
 * Health of an object of the Sail Operator, one text for all five kinds. In the part of Lua that 5.1 (Argo CD) and later ones share.
 *
 * - `Progressing` until the operator has observed this generation, Reconciled is True and Ready is True. A tag has no Ready.
 * - Never `Degraded`: the operator says ReconcileError for errors that pass, too, and Degraded ends a sync.
 * - Never `status.state`: it also speaks of what the object depends on. Istio would wait for a ZTunnel that comes in a later wave, and a tag
 *   that nobody uses is in no healthy state.
 */
export const sailHealthLua = `local function progressing(message)
  return { status = "Progressing", message = message }
end
local status = obj.status
if status == nil or status.conditions == nil then
  return progressing("Waiting for the operator's first status")
end
local generation = obj.metadata.generation
if generation ~= nil and (status.observedGeneration == nil or status.observedGeneration < generation) then
  return progressing("Waiting for the operator to see generation " .. tostring(generation))
end
local wanted = { "Reconciled", "Ready" }
if obj.kind == "IstioRevisionTag" then
  wanted = { "Reconciled" }
end
for _, name in ipairs(wanted) do
  local found = nil
  for _, condition in ipairs(status.conditions) do
    if condition.type == name then
      found = condition
    end
  end
  if found == nil then
    return progressing("Waiting for condition " .. name)
  end
  if found.status ~= "True" then
    return progressing(name .. " is " .. tostring(found.status) .. ": " .. tostring(found.message or found.reason or "no reason given"))
  end
end
return { status = "Healthy", message = "The operator has seen this generation, and says that it is done" }
`;
