{{- define "omega.selector" -}}
app.kubernetes.io/name: omega-gateway
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "omega.labels" -}}
{{ include "omega.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
omega.environnement: {{ .root.Values.environnement }}
{{- end }}

{{- define "omega.image" -}}
{{ .root.Values.image.registry }}/{{ .workload.image }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "omega.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "omega.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "omega.secretEnv" -}}
- name: {{ .env }}
  valueFrom: { secretKeyRef: { name: {{ .secret | quote }}, key: {{ .key | quote }} } }
{{- end }}

{{- define "omega.databaseUrl" -}}
{{- with .root.Values.database -}}
{{ .url }}{{ if .caSecret }}{{ contains "?" .url | ternary "&" "?" }}sslrootcert=/database/ca.crt{{ end }}
{{- end }}
{{- end }}

{{- define "omega.kafkaSecret" -}}
{{- $made := .root.Values.kafka.strimzi.enabled | ternary (printf "%s-%s" .root.Release.Name .name) "" -}}
{{ index .root.Values.kafka.secrets .name | default $made | required (printf "kafka.secrets.%s: without Strimzi nobody makes it" .name) }}
{{- end }}

{{- define "omega.kafkaEnv" -}}
{{- $secret := include "omega.kafkaSecret" . -}}
{{- with .root.Values.kafka }}
{{- if ne .authentication "none" }}
{{ include "omega.secretEnv" (dict "env" "KAFKA_SSL_TRUSTSTORE_CERTIFICATES" "secret" .caSecret "key" "ca.crt") }}
{{- end }}
{{- if eq .authentication "tls" }}
{{ include "omega.secretEnv" (dict "env" "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN" "secret" $secret "key" "user.crt") }}
{{ include "omega.secretEnv" (dict "env" "KAFKA_SSL_KEYSTORE_KEY" "secret" $secret "key" "user.key") }}
{{- end }}
{{- if eq .authentication "scram-sha-512" }}
{{ include "omega.secretEnv" (dict "env" "KAFKA_SASL_JAAS_CONFIG" "secret" $secret "key" "sasl.jaas.config") }}
{{- end }}
{{- end }}
{{- end }}

{{/* Numbers as they were written: Helm holds 1000000 as a float, and would print 1e+06. */}}
{{- define "omega.value" -}}
{{- kindIs "float64" . | ternary (toJson .) (toString .) -}}
{{- end }}

{{- define "omega.properties" -}}
{{- $root := .root -}}
omega.environnement={{ $root.Values.environnement }}
omega.topics.create=false
quarkus.shutdown.delay={{ $root.Values.drain }}S
quarkus.datasource.jdbc.url={{ include "omega.databaseUrl" . }}
kafka.bootstrap.servers={{ $root.Values.kafka.bootstrapServers }}
{{- with $root.Values.kafka.authentication }}
{{- if ne . "none" }}
kafka.security.protocol={{ eq . "tls" | ternary "SSL" "SASL_SSL" }}
kafka.ssl.truststore.type=PEM
{{- end }}
{{- if eq . "tls" }}
kafka.ssl.keystore.type=PEM
{{- end }}
{{- if eq . "scram-sha-512" }}
kafka.sasl.mechanism=SCRAM-SHA-512
{{- end }}
{{- end }}
{{- range $key, $value := merge (dict) (default dict .workload.settings) $root.Values.settings }}
{{ $key }}={{ include "omega.value" $value }}
{{- end }}
{{- if .workload.omega }}
{{- range $code, $partner := $root.Values.partenaires }}
omega.partenaires.{{ $code }}.key-file=/partenaires/{{ $code }}/cle
{{- if eq ($partner.settings.canal | default "sftp") "ftps" }}
omega.partenaires.{{ $code }}.certificate-file=/partenaires/{{ $code }}/certificat
omega.partenaires.{{ $code }}.authorities-file=/partenaires/{{ $code }}/autorites
{{- else }}
omega.partenaires.{{ $code }}.known-hosts=/partenaires/{{ $code }}/known_hosts
{{- if hasKey ($partner.settings | default dict) "ws.adresse" }}
omega.partenaires.{{ $code }}.ws.certificate-file=/partenaires/{{ $code }}/ws-certificat
omega.partenaires.{{ $code }}.ws.key-file=/partenaires/{{ $code }}/ws-cle
omega.partenaires.{{ $code }}.ws.authorities-file=/partenaires/{{ $code }}/ws-autorites
{{- end }}
{{- end }}
{{- range $key, $value := $partner.settings }}
omega.partenaires.{{ $code }}.{{ $key }}={{ include "omega.value" $value }}
{{- end }}
{{- end }}
{{- end }}
{{- if and .workload.traces $root.Values.traces.endpoint }}
quarkus.otel.sdk.disabled=false
quarkus.otel.exporter.otlp.endpoint={{ $root.Values.traces.endpoint }}
{{- end }}
{{- if $root.Values.catalogue.volume }}
omega.catalogue=/catalogue
{{- end }}
{{- end }}

{{- define "omega.locations" -}}
/config/application.properties
{{- if .workload.omega }}
{{- range $code, $partner := .root.Values.partenaires }}
{{- if $partner.properties }},/partenaires/{{ $code }}/secret.properties{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "omega.pod" -}}
{{- $root := .root -}}
{{- $workload := .workload -}}
metadata:
  labels:
    {{- include "omega.labels" . | nindent 4 }}
  annotations:
    omega/settings: {{ include "omega.properties" . | sha256sum }}
spec:
  automountServiceAccountToken: false
  serviceAccountName: {{ $root.Release.Name }}
  terminationGracePeriodSeconds: {{ $root.Values.gracePeriod }}
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $root.Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $root.Values.nodeSelector }}
  nodeSelector: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.tolerations }}
  tolerations: {{ toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- include "omega.podSecurity" . | nindent 4 }}
  {{- if not $workload.singleton }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "omega.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $workload.image }}
      image: {{ include "omega.image" . | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        {{- include "omega.security" . | nindent 8 }}
      ports:
        - { name: http, containerPort: 8080, protocol: TCP }
      env:
        - name: QUARKUS_CONFIG_LOCATIONS
          value: {{ include "omega.locations" . | quote }}
        - name: OMEGA_INSTANCE
          valueFrom: { fieldRef: { fieldPath: metadata.name } }
        {{- include "omega.secretEnv" (dict "env" "QUARKUS_DATASOURCE_USERNAME" "secret" $root.Values.database.secret "key" "username") | nindent 8 }}
        {{- include "omega.secretEnv" (dict "env" "QUARKUS_DATASOURCE_PASSWORD" "secret" $root.Values.database.secret "key" "password") | nindent 8 }}
        {{- include "omega.kafkaEnv" . | trim | nindent 8 }}
      # Readiness does not ask whether OMEGA, Kafka or the database answer: a service that waits for them is not to be restarted or cut off.
      startupProbe: { httpGet: { path: /q/health/started, port: http }, periodSeconds: 3, failureThreshold: {{ div $root.Values.probes.startup 3 }} }
      livenessProbe: { httpGet: { path: /q/health/live, port: http }, periodSeconds: {{ $root.Values.probes.period }}, timeoutSeconds: 5, failureThreshold: 6 }
      readinessProbe: { httpGet: { path: /q/health/ready, port: http }, periodSeconds: {{ $root.Values.probes.period }}, timeoutSeconds: 5 }
      resources: {{ toYaml $workload.resources | nindent 8 }}
      volumeMounts:
        - { name: config, mountPath: /config, readOnly: true }
        - { name: tmp, mountPath: /tmp }
        - { name: data, mountPath: /data }
        {{- if $root.Values.database.caSecret }}
        - { name: database, mountPath: /database, readOnly: true }
        {{- end }}
        {{- if $root.Values.catalogue.volume }}
        - { name: catalogue, mountPath: /catalogue, readOnly: true }
        {{- end }}
        {{- if $workload.omega }}
        {{- range $code, $partner := $root.Values.partenaires }}
        - { name: {{ printf "partenaire-%s" $code | lower | quote }}, mountPath: {{ printf "/partenaires/%s" $code | quote }}, readOnly: true }
        {{- end }}
        {{- end }}
  volumes:
    - name: config
      configMap: { name: {{ printf "%s-%s" $root.Release.Name .name | quote }} }
    - name: tmp
      emptyDir: { sizeLimit: 256Mi }
    - name: data
      {{- if $workload.archive }}
      persistentVolumeClaim: { claimName: {{ $root.Values.archive.existingClaim | default (printf "%s-archive" $root.Release.Name) | quote }} }
      {{- else }}
      emptyDir: { sizeLimit: 1Gi }
      {{- end }}
    {{- with $root.Values.database.caSecret }}
    - name: database
      secret: { secretName: {{ . | quote }}, items: [{ key: ca.crt, path: ca.crt }] }
    {{- end }}
    {{- with $root.Values.catalogue.volume }}
    - name: catalogue
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- if $workload.omega }}
    {{- range $code, $partner := $root.Values.partenaires }}
    - name: {{ printf "partenaire-%s" $code | lower | quote }}
      secret: { secretName: {{ $partner.secret | quote }}, defaultMode: 0440 }
    {{- end }}
    {{- end }}
{{- end }}
